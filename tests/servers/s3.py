"""A throw-away S3-compatible server: S3Proxy on a folder, fetched once through Maven."""

import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

from tests.servers.elasticsearch import cache
from tests.servers.processes import Missing, free_port, need, start, stop, wait_until

VERSION = "2.6.0"
KEY, SECRET = "kierto", "only-for-tests"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>kierto</groupId><artifactId>object-storage-for-tests</artifactId><version>1</version>
<dependencies><dependency><groupId>org.gaul</groupId><artifactId>s3proxy</artifactId><version>{VERSION}</version>
</dependency></dependencies></project>
"""


@dataclass(frozen=True)
class Bucket:
    """An empty bucket, and the options of a storage that keeps its files there."""

    endpoint: str
    name: str = "kierto"

    def options(self) -> dict[str, object]:
        """As `oer.settings.production` writes them from STORAGE_URL."""
        return {
            "access_key": KEY,
            "secret_key": SECRET,
            "bucket_name": self.name,
            "endpoint_url": self.endpoint,
            "region_name": "us-east-1",
            "addressing_style": "path",
            "signature_version": "s3v4",
            "file_overwrite": False,
        }


def fetch() -> Path:
    """The folder with the server's jars, fetched when they are not there yet. Raises Missing."""
    home = cache() / f"s3proxy-{VERSION}"
    if home.is_dir():
        return home
    maven = need("mvn", "maven")
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix="fetching-") as name:
        (Path(name) / "pom.xml").write_text(_POM, encoding="utf-8")
        command = [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
        done = subprocess.run(command, cwd=name, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise Missing(f"S3Proxy could not be fetched through Maven: {done.stdout[-500:]}")
        (Path(name) / "lib").rename(home)
    return home


@contextmanager
def object_storage() -> Iterator[Bucket]:
    """Run a server with an empty bucket. Raises Missing."""
    home, java = fetch(), need("java", "default-jre-headless")
    with tempfile.TemporaryDirectory(prefix="kierto-s3-") as name:
        folder, endpoint = Path(name), f"http://127.0.0.1:{free_port()}"
        (folder / "data").mkdir()
        settings = {
            "s3proxy.endpoint": endpoint,
            "s3proxy.authorization": "aws-v2-or-v4",
            "s3proxy.identity": KEY,
            "s3proxy.credential": SECRET,
            "jclouds.provider": "filesystem-nio2",
            "jclouds.identity": KEY,
            "jclouds.credential": SECRET,
            "jclouds.filesystem.basedir": str(folder / "data"),
        }
        lines = "".join(f"{key}={value}\n" for key, value in settings.items())
        (folder / "s3proxy.conf").write_text(lines, encoding="utf-8")
        command = [java, "-Xmx128m", "-cp", f"{home}/*", "org.gaul.s3proxy.Main", "--properties"]
        server = start([*command, str(folder / "s3proxy.conf")], log=folder / "log")
        try:
            wait_until(lambda: _answers(endpoint), server, log=folder / "log", seconds=60)
            bucket = Bucket(endpoint)
            client = boto3.client(
                "s3", endpoint_url=endpoint, aws_access_key_id=KEY, aws_secret_access_key=SECRET
            )
            client.create_bucket(Bucket=bucket.name)
            client.close()
            yield bucket
        finally:
            stop(server)


def _answers(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(endpoint, timeout=2):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        # Whoever refuses us is there.
        return True
