using System.Text.RegularExpressions;
using Patella.Service.Edge;

namespace Patella.Tests.Service.Reports;

public partial class CsvTests
{
    /// <summary>Something that is no text of ours, such as a value out of a document.</summary>
    private sealed class Thing(string words)
    {
        public override string ToString() => words;
    }

    [Fact]
    public void No_cell_begins_a_formula_whatever_stands_in_it_and_no_cell_becomes_two()
    {
        var random = new Random(4180);
        string[] pieces = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " ", "\u00a0", "\u3000", "\"", ",", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x\")", "1", "a", "你", "'"];
        for (var round = 0; round < 20_000; round++)
        {
            var words = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var value in new object[] { words, new Thing(words) })
            {
                var row = Csv.Write([[value, "end"]]);
                var read = Read(row);
                Assert.Equal(["end"], read.Skip(1));
                Assert.DoesNotMatch(Formula(), read[0]);
                Assert.EndsWith(words, read[0], StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The cells of one line as RFC 4180 has them.</summary>
    private static List<string> Read(string row)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var index = 0; index < row.Length - 2; index++)
        {
            var letter = row[index];
            if (quoted && letter == '"' && index + 1 < row.Length - 2 && row[index + 1] == '"')
            {
                cell.Append('"');
                index++;
            }
            else if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        return [.. cells, cell.ToString()];
    }

    [GeneratedRegex(@"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")]
    private static partial Regex Formula();
}
