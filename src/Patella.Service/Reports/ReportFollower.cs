using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Service.Reports;

/// <summary>
/// Keeps the lines and the sums of the slots, from the timeline. What a batch changes in the sums is the difference of each line after and before,
/// written in the transaction that moves the cursor: so the sums are always those of the lines, and each entry counts once.
/// </summary>
internal sealed class ReportFollower : ITimelineReader
{
    /// <summary>Within this time a contact about the same subject is a repetition, in microseconds.</summary>
    public const long RepeatWithin = 72L * 3_600 * Microseconds.PerSecond;

    public const string ReaderName = "reports-contacts";

    public string Name => ReaderName;

    public bool Concerns(TimelineEntry entry) => ContactFold.Matters(entry) || CaseFold.Matters(entry) || StandardLines.Matters(entry) || IsOrder(entry);

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var sums = new SlotSums();
        await Contacts(transaction, entries.Where(ContactFold.Matters).ToList(), sums);
        await Cases(transaction, entries.Where(CaseFold.Matters).ToList(), sums);
        await StandardLines.Apply(transaction, entries, sums);
        await Orders(transaction, entries.Where(IsOrder).ToList(), sums);
        await ReportStore.AddSums(transaction, sums);
    }

    private static bool IsOrder(TimelineEntry entry) => entry is { Kind: "order.created", OrderRef: not null };

    private static async Task Contacts(ITransaction transaction, List<TimelineEntry> entries, SlotSums sums)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var ids = entries.Select(entry => entry.Conversation!).Distinct().ToList();
        var before = (await transaction.Many<ContactLine>(ReportStore.Sql["FindLines"], new { ids })).ToDictionary(line => line.Conversation);
        var asked = ids.Where(id => !before.ContainsKey(id)).Union(entries.Where(ContactFold.NeedsOrigin).Select(entry => entry.Conversation!)).ToList();
        var origins = asked.Count == 0 ? [] : (await transaction.Many<ContactOrigin>(ReportStore.Sql["FindOrigins"], new { ids = asked })).ToDictionary(origin => origin.Id);
        var after = ids.ToDictionary(id => id, id => before.TryGetValue(id, out var line)
            ? ContactFold.Origin(line, origins.GetValueOrDefault(id))
            : ContactFold.Begin(id, origins.GetValueOrDefault(id)));
        foreach (var entry in entries)
        {
            after[entry.Conversation!] = ContactFold.Apply(after[entry.Conversation!], entry);
        }

        await FindRepetitions(transaction, before, after);
        var changed = after.Values.Where(line => before.GetValueOrDefault(line.Conversation) != line).ToList();
        foreach (var line in changed)
        {
            sums.Replace(before.GetValueOrDefault(line.Conversation), line);
        }

        await ReportStore.Save(transaction, changed);
    }

    /// <summary>Who came again about the same: depends on the person's other contacts, so these are looked at when a contact appears or its subject changes.</summary>
    private static async Task FindRepetitions(ITransaction transaction, Dictionary<string, ContactLine> before, Dictionary<string, ContactLine> after)
    {
        var moved = after.Values.Where(line => line.OfferedAt is not null && (before.GetValueOrDefault(line.Conversation) is not { } old
            || (old.OfferedAt, old.Subject, old.Person) != (line.OfferedAt, line.Subject, line.Person))).ToList();
        if (moved.Count == 0)
        {
            return;
        }

        var were = moved.Select(line => before.GetValueOrDefault(line.Conversation)).OfType<ContactLine>().Where(line => line.OfferedAt is not null).ToList();
        var all = moved.Concat(were).ToList();
        var near = await transaction.Many<ContactLine>(ReportStore.Sql["FindLinesOfPersons"], new
        {
            persons = all.Select(line => line.Person).Distinct().ToList(),
            from = all.Min(line => line.OfferedAt!.Value) - RepeatWithin,
            until = all.Max(line => line.OfferedAt!.Value) + RepeatWithin,
        });
        foreach (var line in near.Where(line => !after.ContainsKey(line.Conversation)))
        {
            before[line.Conversation] = line;
            after[line.Conversation] = line;
        }

        foreach (var person in all.Select(line => line.Person).Distinct())
        {
            MarkRepetitions(after, person, all.Where(line => line.Person == person).ToList());
        }
    }

    private static void MarkRepetitions(Dictionary<string, ContactLine> lines, string person, List<ContactLine> moved)
    {
        var (from, until) = (moved.Min(line => line.OfferedAt!.Value), moved.Max(line => line.OfferedAt!.Value) + RepeatWithin);
        var own = lines.Values.Where(line => line.Person == person && line.OfferedAt is not null)
            .OrderBy(line => line.OfferedAt).ThenBy(line => line.Conversation, StringComparer.Ordinal).ToList();
        for (var index = 0; index < own.Count; index++)
        {
            var line = own[index];
            if (line.OfferedAt >= from && line.OfferedAt <= until)
            {
                var again = own.Take(index).Any(earlier => earlier.Subject == line.Subject && line.OfferedAt - earlier.OfferedAt <= RepeatWithin);
                lines[line.Conversation] = line with { Repeated = again ? 1 : 0 };
            }
        }
    }

    private static async Task Cases(ITransaction transaction, List<TimelineEntry> entries, SlotSums sums)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var ids = entries.Select(entry => entry.CaseRef!).Distinct().ToList();
        var before = (await transaction.Many<CaseLine>(ReportStore.Sql["FindCaseLines"], new { ids })).ToDictionary(line => line.CaseRef);
        var after = ids.ToDictionary(id => id, id => before.GetValueOrDefault(id) ?? new CaseLine { CaseRef = id });
        foreach (var entry in entries)
        {
            after[entry.CaseRef!] = CaseFold.Apply(after[entry.CaseRef!], entry);
        }

        foreach (var line in after.Values)
        {
            sums.Replace(before.GetValueOrDefault(line.CaseRef), line);
        }

        await ReportStore.Save(transaction, after.Values);
    }

    private static async Task Orders(ITransaction transaction, List<TimelineEntry> entries, SlotSums sums)
    {
        foreach (var entry in entries)
        {
            if (await transaction.Execute(ReportStore.Sql["AddOrder"], new { order = entry.OrderRef, at = entry.At, unit = entry.Unit ?? "" }) == 1)
            {
                sums.Add(Sum.Orders, 1, entry.At, entry.Unit ?? "");
            }
        }
    }
}
