using System.Text;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>Reports as tables for spreadsheets: one row a conversation or a case, sent while it is read. No words of consumers are in them.</summary>
internal static class ReportTables
{
    private const int AtOnce = 1_000;

    private static readonly object?[] ContactHead =
    [
        "conversation", "offered_at", "offered_local", "unit", "entrance", "language", "channel", "order", "asked_for_person", "picked_up", "replied", "abandoned", "reply_seconds", "person_reply_seconds",
        "resolution_seconds", "messages", "asked_things", "transfers", "reopened", "came_again", "satisfied", "solved", "recommend", "simpler",
    ];

    private static readonly object?[] CaseHead = ["case", "number", "kind", "unit", "opened_at", "opened_local", "closed_at", "transfers", "promises_kept", "promises_broken", "reopened"];

    private static readonly object?[] ClockHead = ["clock", "at", "at_local", "unit", "measure", "met", "conversation", "case", "case_number"];

    public static IResult Contacts(IStore store, TenantId tenant, ReportFilter filter, string condition)
        => Stream("contacts", filter, ContactHead, async (sort, id) =>
        {
            var lines = await store.Read(tenant, reader => BehindFigures.Lines(reader, filter, condition, sort, id, AtOnce));
            return ([.. lines.Select(line => Row(filter, BehindFigures.View(line)))], lines.Count == AtOnce ? (lines[^1].OfferedAt!.Value, lines[^1].Conversation) : null);
        });

    public static IResult Cases(IStore store, TenantId tenant, ReportFilter filter, string condition)
        => Stream("cases", filter, CaseHead, async (sort, id) =>
        {
            var lines = await store.Read(tenant, reader => BehindFigures.CaseLines(reader, filter, condition, sort, id, AtOnce));
            return ([.. lines.Select(line => Row(filter, BehindFigures.View(line)))], lines.Count == AtOnce ? (lines[^1].OpenedAt!.Value, lines[^1].CaseRef) : null);
        });

    public static IResult Clocks(IStore store, TenantId tenant, ReportFilter filter, string condition)
        => Stream("clocks", filter, ClockHead, async (sort, id) =>
        {
            var (lines, views) = await store.Read(tenant, async reader =>
            {
                var some = await BehindFigures.ClockLines(reader, filter, condition, sort, id, AtOnce);
                return (some, await BehindFigures.ShowClocks(reader, some));
            });
            return ([.. views.Select(view => (object?[])[view.Clock, view.At, Local(filter, view.At), view.Unit, view.Measure, Yes(view.Met), view.Conversation, view.Case, view.CaseNumber])],
                lines.Count == AtOnce ? (lines[^1].At, lines[^1].Clock) : null);
        });

    /// <summary>The overview as a table: all figures of the whole and of each unit.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Overview(OverviewView view, string language)
    {
        yield return ["figure", "name", "unit", "value", "before", "part", "whole"];
        foreach (var figure in view.Figures)
        {
            yield return [figure.Key, FigureBook.Name(language, figure.Key), "", figure.Value, figure.Before, figure.Part, figure.Whole];
        }

        foreach (var unit in view.Units)
        {
            foreach (var (key, value) in unit.Figures)
            {
                yield return [key, FigureBook.Name(language, key), unit.Unit, value, null, null, null];
            }
        }
    }

    private static IResult Stream(string name, ReportFilter filter, object?[] head, Func<long, string, Task<(IReadOnlyList<object?[]> Rows, (long Sort, string Id)? Next)>> read)
        => Results.Stream(async body =>
        {
            await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await writer.WriteAsync(Csv.Write([head]));
            (long Sort, string Id)? next = (long.MaxValue, "~");
            while (next is { } place)
            {
                var (rows, following) = await read(place.Sort, place.Id);
                await writer.WriteAsync(Csv.Write(rows));
                await writer.FlushAsync();
                next = following;
            }
        }, "text/csv; charset=utf-8", $"{name}-{filter.First:yyyy-MM-dd}-{filter.Last:yyyy-MM-dd}.csv");

    private static object?[] Row(ReportFilter filter, ContactView view) =>
    [
        view.Conversation, view.OfferedAt, Local(filter, view.OfferedAt), view.Unit, view.Entrance, view.Language, view.Channel, view.Order, Yes(view.AskedForPerson), Yes(view.PickedUp), Yes(view.Replied),
        Yes(view.Abandoned), view.ReplySeconds, view.PersonReplySeconds, view.ResolutionSeconds, view.Said, view.AskedThings, view.Transfers, Yes(view.Reopened), Yes(view.Repeated), view.Satisfied, Yes(view.Solved),
        view.Recommend, view.Simpler,
    ];

    private static object?[] Row(ReportFilter filter, CaseLineView view)
        => [view.Case, view.Number, view.Kind, view.Unit, view.OpenedAt, Local(filter, view.OpenedAt), view.ClosedAt, view.Transfers, view.PromisesKept, view.PromisesBroken, Yes(view.Reopened)];

    private static string Local(ReportFilter filter, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, filter.Zone).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Yes(bool? value) => value switch { true => "yes", false => "no", null => null };
}
