"""Static files with their content's hash in the name, so that a browser may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashes module imports as well, so that ES modules need no bundler."""

    support_js_module_import_aggregation = True
    # A third-party file may name a source map that is not shipped; that must not stop an installation.
    manifest_strict = False
