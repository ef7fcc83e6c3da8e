"""What does the German heat planning act (WPG) ask a plan to show, as tables and as map styles?"""

from energyplan.plan.classes import MapClass, classes_of
from energyplan.plan.styles import styles_for
from energyplan.plan.tables import plan_tables

__all__ = ["MapClass", "classes_of", "plan_tables", "styles_for"]
