using Patella.Service.Edge.Lines;

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
        var records = new CsvRecords(reader, longest: VoiceLineRules.TextLimit);
        if (records.Next() is not { } head)
        {
            return 0;
        }

        var names = head.Fields.Select(name => name.Trim()).ToList();
        if (names.Count > Columns || names.Any(name => name.Length == 0) || names.Distinct().Count() < names.Count)
        {
            await take(new VoiceLine(null, null, new VoiceProblem(1, null, "table", $"The first line must name the columns, each once, at most {Columns}.")));
            return records.Line;
        }

        foreach (var record in records.Rest().Where(record => !record.IsEmpty))
        {
            await take(Line(names, record, rules));
        }

        return records.Line;
    }

    private static VoiceLine Line(List<string> names, CsvRecord record, VoiceLineRules rules)
    {
        var draft = new VoiceDraft(rules);
        if (record.Problem is { } problem)
        {
            draft.Refuse(null, "table", problem);
        }
        else if (record.Fields.Count != names.Count)
        {
            draft.Refuse(null, "table", $"There are {record.Fields.Count} fields; the first line names {names.Count} columns.");
        }

        for (var index = 0; index < Math.Min(names.Count, record.Fields.Count); index++)
        {
            draft.Set(names[index], record.Fields[index]);
        }

        var reason = draft.Reason;
        var (voice, wrong) = draft.Finish();
        return new VoiceLine(voice, reason, wrong is null ? null : wrong with { Line = record.Line });
    }
}
