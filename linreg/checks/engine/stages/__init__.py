"""The stages of diagnosis: functions of the evidence that return a finding, or None."""
