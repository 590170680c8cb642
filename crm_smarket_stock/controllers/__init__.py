from . import papers, portal
