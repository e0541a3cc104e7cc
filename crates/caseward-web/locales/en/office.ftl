# What decides about the office itself, and its pages.
office-fact-role = Which part you have in this office.
office-fact-concern = Whom it is about.
office-fact-of-this-office = Whether you belong to the organization that keeps its records here.
office-fact-agreement-signed = Whether you have signed the current agreements.
office-fact-training-current = Whether your training is up to date.
office-fact-suspended = Whether your access is open.
refusal-back-to-start = Back to your start page
