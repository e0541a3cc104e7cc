//! The one table of every column that HUD's exports have: its label, its kind, what it gives away.
//!
//! `fields/hmis.tsv` and `fields/codes.tsv` are the definition; this module parses them once. A
//! column's category decides who may see it (DV-4.4.2, CC-2.5), so the table is reviewed like a
//! policy: where a value tells more than its column (a disability of type 8 is HIV), the category
//! follows the value, and what can't be read counts as the most sensitive it could be.

mod category;
mod codes;
mod guess;
mod table;

pub use category::whole_number;
pub use category::{ByValue, CategoryRule};
pub use codes::{Code, CodeList, code_list, code_lists};
pub use guess::{field_elsewhere, label_of_unknown};
pub use table::{Edition, Field, FieldTable, FileFields, Shape, spelled_alike, table};
