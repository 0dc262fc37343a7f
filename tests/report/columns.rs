//! What a Parquet file holds, read back by the format's own reader.

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::printer::print_schema;
use stance::report::{Format, Report, Style, file};

/// The report's Parquet file as text: its schema, then its rows.
pub fn read_back(report: &Report) -> String {
    let bytes = file(report, Format::Parquet, &Style::default()).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let described = reader.metadata().file_metadata();
    let mut schema = Vec::new();
    print_schema(&mut schema, described.schema());
    let mut out = String::from_utf8(schema).unwrap();
    for entry in described.key_value_metadata().unwrap() {
        out += &format!(
            "{}: {}\n",
            entry.key,
            entry.value.as_deref().unwrap_or_default()
        );
    }
    for row in reader.get_row_iter(None).unwrap() {
        out += &format!("{}\n", row.unwrap());
    }
    out
}
