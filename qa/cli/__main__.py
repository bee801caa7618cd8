"""``python -m qa.cli``: the command ``quoted``."""

import sys

from qa.cli import main

sys.exit(main())
