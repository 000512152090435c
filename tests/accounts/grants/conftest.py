from tests.portal.sessions.exercising import at_ten, exercising

__all__ = ["at_ten", "exercising"]
