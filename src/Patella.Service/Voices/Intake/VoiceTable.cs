using System.Text;

namespace Patella.Service.Voices.Intake;

/// <summary>
/// Voices as comma-separated values (RFC 4180): the first record names the fields, quotes double inside quotes, a quoted field may hold line breaks. A record that cannot be
/// read is told with the line it begins in, and the next one is read.
/// </summary>
internal static class VoiceTable
{
    private const int Columns = 64;

    public static async Task<int> Read(TextReader reader, VoiceLineRules rules, Func<VoiceLine, ValueTask> take)
    {
        var records = new RecordReader(reader);
        if (records.Next() is not { } head)
        {
            return 0;
        }

        var names = head.Select(name => name.Trim().TrimStart('\uFEFF')).ToList();
        if (names.Count > Columns || names.Any(name => name.Length == 0) || names.Distinct().Count() < names.Count)
        {
            await take(new VoiceLine(null, null, new VoiceProblem(1, null, "table", $"The first line must name the columns, each once, at most {Columns}.")));
            return records.Line;
        }

        while (records.Next() is { } fields)
        {
            if (fields is not [""])
            {
                await take(Line(records, names, fields, rules));
            }
        }

        return records.Line;
    }

    private static VoiceLine Line(RecordReader records, List<string> names, List<string> fields, VoiceLineRules rules)
    {
        var draft = new VoiceDraft(rules);
        if (records.Problem is { } problem)
        {
            draft.Refuse(null, "table", problem);
        }
        else if (fields.Count != names.Count)
        {
            draft.Refuse(null, "table", $"There are {fields.Count} fields; the first line names {names.Count} columns.");
        }

        for (var index = 0; index < Math.Min(names.Count, fields.Count); index++)
        {
            draft.Set(names[index], fields[index]);
        }

        var reason = draft.Reason;
        var (voice, wrong) = draft.Finish();
        return new VoiceLine(voice, reason, wrong is null ? null : wrong with { Line = records.Begin });
    }

    /// <summary>One record after the other.</summary>
    private sealed class RecordReader(TextReader reader)
    {
        /// <summary>Characters of a field that are kept; the rest is passed over and the field is told to be too long.</summary>
        private const int FieldKept = VoiceLineRules.TextLimit + 1;

        public int Line { get; private set; }

        /// <summary>The line in which the record began.</summary>
        public int Begin { get; private set; }

        public Edge.ProblemText? Problem { get; private set; }

        public List<string>? Next()
        {
            if (reader.Peek() < 0)
            {
                return null;
            }

            (Begin, Problem) = (++Line, null);
            var fields = new List<string>();
            bool more;
            do
            {
                fields.Add(reader.Peek() == '"' ? Quoted(out more) : Plain(out more));
            }
            while (more);
            return fields;
        }

        private string Plain(out bool more)
        {
            var field = new StringBuilder();
            for (int next; (next = reader.Read()) >= 0;)
            {
                if (next is ',' or '\n')
                {
                    more = next == ',';
                    return field.ToString().TrimEnd('\r');
                }

                Keep(field, (char)next);
            }

            more = false;
            return field.ToString().TrimEnd('\r');
        }

        private string Quoted(out bool more)
        {
            reader.Read();
            var field = new StringBuilder();
            for (int next; (next = reader.Read()) >= 0;)
            {
                if (next != '"')
                {
                    Line += next == '\n' ? 1 : 0;
                    Keep(field, (char)next);
                }
                else if (reader.Peek() == '"')
                {
                    Keep(field, (char)reader.Read());
                }
                else
                {
                    if (Plain(out more).Length > 0)
                    {
                        Problem = "A quoted field goes on after its closing quote.";
                    }

                    return field.ToString();
                }
            }

            Problem = "A quoted field is not closed.";
            more = false;
            return field.ToString();
        }

        private static void Keep(StringBuilder field, char next)
        {
            if (field.Length < FieldKept)
            {
                field.Append(next);
            }
        }
    }
}
