"""The commands, one file each; each is called `command` there."""
