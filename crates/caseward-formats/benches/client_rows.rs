//! How long a Client.csv row takes from bytes to parts that are ready to be sealed.

use std::hint::black_box;
use std::io::Cursor;

use caseward_formats::fields::Edition;
use caseward_formats::hmis::{Part, RowReader, ScanLimits, standard_header};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const ROWS: u64 = 20_000;

/// A synthetic Client.csv of FY2026: 38 columns, about as full as real ones are.
fn clients() -> Vec<u8> {
    let header = standard_header("Client", Edition::Fy2026).unwrap_or_default();
    let mut text = header.join(",");
    for row in 0..ROWS {
        text.push_str(&format!(
            "\n{row},Herringbone,Quill,Contrivance{row},Jr.,1,{:09},1,19{:02}-07-{:02},1,1,0,0,1,0,0,0,0,,,0,,,,,,,,,,,,,2015-01-06 10:19:36,2015-09-30 17:18:23,28,,1036",
            100_000_000 + row,
            10 + row % 90,
            1 + row % 28,
        ));
    }
    text.into_bytes()
}

fn read(bytes: &[u8], split: bool) -> usize {
    let mut total = 0;
    let mut parts: Vec<Part> = Vec::new();
    let Ok(mut reader) = RowReader::open("Client", Cursor::new(bytes), ScanLimits::default())
    else {
        return 0;
    };
    while let Some(row) = reader.next_row() {
        let Ok(row) = row else { continue };
        total += row.personal_id().map_or(0, str::len);
        if split {
            row.parts(&mut parts);
            total += parts.iter().map(|part| part.bytes.len()).sum::<usize>();
        }
    }
    total
}

fn client_rows(criterion: &mut Criterion) {
    let bytes = clients();
    let mut group = criterion.benchmark_group("client_rows");
    group.throughput(Throughput::Elements(ROWS));
    group.bench_function("read", |bench| {
        bench.iter(|| read(black_box(&bytes), false))
    });
    group.bench_function("read and take apart", |bench| {
        bench.iter(|| read(black_box(&bytes), true));
    });
    group.bench_function("the csv crate, read only", |bench| {
        bench.iter(|| {
            let mut reader = csv::Reader::from_reader(black_box(bytes.as_slice()));
            let mut record = csv::ByteRecord::new();
            let mut total = 0;
            while reader.read_byte_record(&mut record).unwrap_or(false) {
                total += record.len();
            }
            total
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = client_rows
}
criterion_main!(benches);
