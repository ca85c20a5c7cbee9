"""Measurements that are run by hand and in `make bench`: each ends with one line of JSON."""
