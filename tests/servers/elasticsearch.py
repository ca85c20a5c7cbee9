"""A throw-away Elasticsearch: the real server core, fetched once through Maven."""

import os
import subprocess
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import Missing, hand_over, need, start, stop, unprivileged, wait_until

VERSION = "8.19.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
HEAP = "512m"


def cache() -> Path:
    """Where fetched servers are kept between runs; as root, where another account can read it."""
    chosen = os.environ.get("KIERTO_CACHE")
    if chosen:
        return Path(chosen)
    return Path("/var/cache/kierto") if os.getuid() == 0 else Path.home() / ".cache" / "kierto"


def fetch() -> Path:
    """The unpacked distribution, fetched when it is not there yet. Raises Missing."""
    home = cache() / f"elasticsearch-{VERSION}"
    if home.is_dir():
        return home
    need("java", "default-jre-headless")
    archive = (
        Path.home() / ".m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch"
    ) / f"{VERSION}/elasticsearch-{VERSION}.zip"
    if not archive.exists():
        command = [need("mvn", "maven"), "-q", "-B", "dependency:get", "-Dtransitive=false"]
        done = subprocess.run(
            [*command, f"-Dartifact={ARTIFACT}"], capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode or not archive.exists():
            raise Missing(f"Elasticsearch could not be fetched through Maven: {done.stdout[-500:]}")
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix="unpacking-") as name:
        Path(name).chmod(0o755)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(name)
        unpacked = next(Path(name).glob("elasticsearch-*"))
        for program in (*unpacked.glob("bin/*"), *unpacked.glob("modules/*/platform/*/bin/*")):
            program.chmod(0o755)
        unpacked.rename(home)
    return home


@contextmanager
def elasticsearch() -> Iterator[str]:
    """Run a server and yield its URL. Raises Missing."""
    home, account = fetch(), unprivileged("nobody")
    java = Path(need("java", "default-jre-headless")).resolve().parent.parent
    with tempfile.TemporaryDirectory(prefix="kierto-es-") as name:
        folder = Path(name)
        for part in ("data", "logs", "tmp", "config"):
            (folder / part).mkdir()
        _configure(home / "config", folder / "config")
        hand_over(folder, account)
        settings = {
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "http.host": "127.0.0.1",
            "http.port": "0",
            "transport.port": "0",
            "node.portsfile": "true",
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        command = [str(home / "bin" / "elasticsearch")]
        for key, value in settings.items():
            command += ["-E", f"{key}={value}"]
        env = {
            "ES_JAVA_HOME": str(java),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_PATH_CONF": str(folder / "config"),
            "ES_TMPDIR": str(folder / "tmp"),
            "HOME": name,
        }
        server = start(command, log=folder / "log", account=account, env=env)
        try:
            ports = folder / "logs" / "http.ports"
            wait_until(lambda: _answers(ports), server, log=folder / "log", seconds=120)
            yield _address(ports)
        finally:
            stop(server)


def _configure(shipped: Path, own: Path) -> None:
    """Copy the configuration, without the logs that the JVM would write beside the distribution."""
    for source in shipped.iterdir():
        if source.is_file():
            lines = source.read_text(encoding="utf-8").splitlines()
            kept = [line for line in lines if "logs/" not in line]
            (own / source.name).write_text("\n".join(kept) + "\n", encoding="utf-8")


def _address(ports: Path) -> str:
    """Where the server says it listens: it takes a free port and writes it down."""
    return f"http://{ports.read_text(encoding='utf-8').split()[0]}"


def _answers(ports: Path) -> bool:
    try:
        with urllib.request.urlopen(f"{_address(ports)}/_cluster/health", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False
