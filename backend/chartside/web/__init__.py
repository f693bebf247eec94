"""The way in over HTTP: a small Flask service on 127.0.0.1, for the paired extension and for scripts."""
