"""`python -m api` is the command `rete`."""

from api.cli import main

main()
