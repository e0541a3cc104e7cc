//! Who may do what, as a table that a non-engineer can read and a reviewer can compare.
