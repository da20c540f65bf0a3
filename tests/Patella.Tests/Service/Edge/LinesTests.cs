using System.Text;
using Patella.Service.Edge.Lines;

namespace Patella.Tests.Service.Edge;

public class LinesTests
{
    private const int Longest = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(70_000)]
    public async Task Lines_are_the_same_however_the_bytes_arrive(int atOnce)
    {
        var text = "\uFEFFfirst\r\n\n  \t\n123456789012\n1234567890123\n" + new string('x', 200_000) + "\nafter\nlast";
        (int, string, bool)[] expected =
            [(1, "first", false), (2, "", false), (3, "  \t", false), (4, "123456789012", false), (5, "", true), (6, "", true), (7, "after", false), (8, "last", false)];
        Assert.Equal(expected, BoundedLines.Read(new Drops(text, atOnce), Longest).Select(Told));
        var later = new List<(int, string, bool)>();
        await foreach (var line in BoundedLines.ReadAsync(new Drops(text, atOnce), Longest))
        {
            later.Add(Told(line));
        }

        Assert.Equal(expected, later);
    }

    [Fact]
    public void A_last_line_that_is_too_long_is_told_once()
        => Assert.Equal([(1, "", true)], BoundedLines.Read(new Drops(new string('x', 500_000), 65_536), Longest).Select(Told));

    [Fact]
    public void A_record_ends_with_any_line_end_and_a_quoted_field_keeps_its_own()
    {
        var records = new CsvRecords(new StringReader("\uFEFFa;b\r1;\"x;\"\"y\"\"\r\nz\"\n\n2;3\r\nlast;"), ';').Rest().ToList();
        Assert.Equal(["1 a|b", "2 1|x;\"y\"\r\nz", "4 ", "5 2|3", "6 last|"], records.Select(record => $"{record.Line} {string.Join('|', record.Fields)}"));
        Assert.Equal([false, false, true, false, false], records.Select(record => record.IsEmpty));
    }

    [Fact]
    public void Any_fields_come_back_as_they_were_written()
    {
        var random = new Random(8);
        const string Alphabet = "a,\"\n é茶\t;";
        for (var round = 0; round < 500; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Enumerable.Range(0, 3).Select(_ => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Alphabet[random.Next(Alphabet.Length)]))).ToArray()).ToList();
            var table = string.Concat(rows.Select(row => string.Join(',', row.Select(field => "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")) + "\r\n"));
            var records = new CsvRecords(new StringReader(table)).Rest().ToList();
            Assert.All(records, record => Assert.Null(record.Problem));
            Assert.Equal(rows, records.Select(record => record.Fields.ToArray()));
        }
    }

    [Fact]
    public void A_field_is_kept_one_character_past_its_bound_so_that_it_can_be_told()
        => Assert.Equal([6, 5], new CsvRecords(new StringReader("123456789,12345"), longest: 5).Next()!.Fields.Select(field => field.Length));

    private static (int, string, bool) Told(FileLine line) => (line.Number, Encoding.UTF8.GetString(line.Content.Span), line.IsTooLong);

    /// <summary>Bytes that arrive a few at a time.</summary>
    private sealed class Drops(string text, int atOnce) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, atOnce)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
