"""The store: tables with a contract each, loads that are whole or absent, snapshots that readers share."""
