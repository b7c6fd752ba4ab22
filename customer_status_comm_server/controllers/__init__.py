from . import status_door
