//! Looking a file of an export through before anything of the export is taken (CC-2.4, CR-7).

use std::io::{Read, Seek};

use caseward_formats::hmis::{Package, PackageError, Row, RowReader, ScanLimits};

/// Shows every row that can be read; whether there were others. Those are reported when the file is
/// read in earnest.
pub(super) fn each_row<R: Read + Seek>(
    package: &mut Package<'_, R>,
    name: &str,
    mut visit: impl FnMut(&Row<'_>),
) -> Result<bool, PackageError> {
    let file = package.files().iter().find(|file| &*file.name == name);
    let Some(file) = file.cloned() else {
        return Ok(false);
    };
    let Ok(mut rows) = RowReader::open(name, package.open(&file)?, ScanLimits::default()) else {
        return Ok(true);
    };
    let mut unread = false;
    while let Some(row) = rows.next_row() {
        match row {
            Ok(row) => visit(&row),
            Err(_) => unread = true,
        }
    }
    Ok(unread)
}
