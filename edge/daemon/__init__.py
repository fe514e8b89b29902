"""The daemon: `glint run` as a process under systemd, which takes orders from other commands."""
