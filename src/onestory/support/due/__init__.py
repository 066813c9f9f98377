"""What the work waits for, from whom and by when: each part of the work says it once, in SQL, and Today, team inboxes, caseloads
and leaving ask all of them in one statement. Nobody types a task that the work already knows.
"""
