using System.Globalization;
using Patella.Platform;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

/// <summary>Writes the mails of a report that was made: what is enqueued goes out if and only if the report is kept, and each address gets one.</summary>
internal sealed class ReportMails(OutgoingMails mails, TenantStore tenants, PlatformOptions options)
{
    private static readonly LocalTexts Texts = new(typeof(ReportMails).Assembly, "Reports.Texts.delivery.json");

    /// <returns>The addresses it goes to: all, or none when there is no mailbox to send from.</returns>
    public async Task<IReadOnlyList<string>> Enqueue(ITransaction transaction, Schedule schedule, Delivery delivery, IReadOnlyList<DeliveredFigure> figures)
    {
        var shop = (await tenants.Profile(transaction)).Name;
        var (subject, body, link) = (Subject(schedule, delivery), Body(schedule, delivery, figures, shop), Link(delivery));
        var table = new MailFile(null, $"report-{delivery.FirstDay}-{delivery.LastDay}.csv", "text/csv; charset=utf-8", 0, "\uFEFF" + delivery.Content);
        var sent = new List<string>();
        foreach (var address in schedule.RecipientList.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var letter = new MailLetter($"report:{delivery.Id}:{sent.Count}", address, subject, body, schedule.Texts, schedule.Unit, link, table);
            if (!await mails.Letter(transaction, letter))
            {
                return [];
            }

            sent.Add(address);
        }

        return sent;
    }

    private static string Subject(Schedule schedule, Delivery delivery)
        => Texts.In(schedule.Texts, "subject", ("name", OneLine(schedule.Name)), ("days", Days(schedule.Texts, delivery)));

    private static string Body(Schedule schedule, Delivery delivery, IReadOnlyList<DeliveredFigure> figures, string shop)
    {
        var language = schedule.Texts;
        var lines = figures.Select(figure => Texts.In(
            language, "line", ("name", FigureBook.Name(language, figure.Key)), ("value", Value(language, figure.Kind, figure.Value)), ("before", Value(language, figure.Kind, figure.Before))));
        var scope = schedule.Unit is { } unit ? Texts.In(language, "unit", ("unit", unit)) : "";
        return Texts.In(
            language, "body", ("figures", string.Join('\n', lines)), ("scope", scope), ("days", Days(language, delivery)), ("zone", delivery.Zone), ("shop", shop), ("name", OneLine(schedule.Name)));
    }

    private string Link(Delivery delivery)
    {
        var filters = new[] { ("from", delivery.FirstDay), ("to", delivery.LastDay), ("zone", delivery.Zone), ("unit", delivery.Unit), ("entrance", delivery.Entrance), ("language", delivery.Language) };
        return $"{options.Address.TrimEnd('/')}/console/reports?" + string.Join('&', filters.Where(filter => filter.Item2 is not null).Select(filter => $"{filter.Item1}={Uri.EscapeDataString(filter.Item2!)}"));
    }

    private static string Days(string language, Delivery delivery)
        => delivery.FirstDay == delivery.LastDay ? delivery.FirstDay : Texts.In(language, "days", ("first", delivery.FirstDay), ("last", delivery.LastDay));

    /// <summary>As people read it: a share as a percentage, a wait in its natural unit.</summary>
    private static string Value(string language, string kind, double? value) => (kind, value) switch
    {
        (_, null) => Texts.In(language, "nothing"),
        (FigureKinds.Share, { } share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%",
        (FigureKinds.Seconds, < 60) => Texts.In(language, "seconds", ("value", Number(value.Value))),
        (FigureKinds.Seconds, < 3_600) => Texts.In(language, "minutes", ("value", Number(value.Value / 60))),
        (FigureKinds.Seconds, { } seconds) => Texts.In(language, "hours", ("value", Number(seconds / 3_600))),
        (_, { } number) => Number(number),
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
