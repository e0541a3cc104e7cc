//! Many short lists, one for each number, lying one behind the other: a list is found in one step.

/// Lists by number.
#[derive(Debug, Clone)]
pub(crate) struct Shelf<T> {
    /// Where the list of each number begins; one more at the end.
    starts: Vec<u32>,
    rows: Vec<T>,
}

impl<T: Copy> Shelf<T> {
    /// Sorts the rows by their number. Rows of one number keep their order.
    pub(crate) fn build(mut rows: Vec<(u32, T)>) -> Self {
        rows.sort_by_key(|(number, _)| *number);
        let most = rows.last().map_or(0, |(number, _)| *number as usize + 1);
        let mut starts = Vec::with_capacity(most + 1);
        for (at, (number, _)) in (0_u32..).zip(&rows) {
            while starts.len() <= *number as usize {
                starts.push(at);
            }
        }
        starts.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        Self {
            starts,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }

    /// The list of a number; empty when it has none.
    pub(crate) fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        let (Some(from), Some(until)) = (self.starts.get(number), self.starts.get(number + 1))
        else {
            return &[];
        };
        self.rows
            .get(*from as usize..*until as usize)
            .unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_own_list() {
        let shelf = Shelf::build(vec![(3, 'c'), (0, 'a'), (3, 'd')]);
        assert_eq!(shelf.of(0), ['a']);
        assert_eq!(shelf.of(1), []);
        assert_eq!(shelf.of(3), ['c', 'd']);
        assert_eq!(shelf.of(4), []);
        assert_eq!(shelf.of(u32::MAX), []);
        assert_eq!(Shelf::<char>::build(Vec::new()).of(0), []);
    }
}
