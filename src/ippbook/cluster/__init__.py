"""Beyond one machine: workbooks on a Dask cluster and in remote storage. The only room that reaches the network.

Its libraries are the extra `ippbook[cluster]`. They are imported where they are used, so that every other command works without them.
"""
