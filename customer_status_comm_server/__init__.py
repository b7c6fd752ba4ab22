from . import controllers
from .tools.log_mask import mask_logs

# Before there is any database, where ``--load`` names this addon; else with the first.
mask_logs()
