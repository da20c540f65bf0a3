using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Notifications;
using Patella.Service.Parties;
using Patella.Service.Remedies;

namespace Patella.Service.Improvements.Response;

/// <summary>One command tells everybody an incident touched and puts them right: seen first, then ordered; carried out in the background, once a person.</summary>
internal sealed class PutRightDesk(IStore store, FundReader funds, PersonStore persons, MutedPersons muted, ResponseStory story, ResponseDesk responses, AuditTrail audit, IBus bus, BusinessTime business)
{
    private const int WordLimit = 2_000;
    private const long MostAmount = 100_000_000;
    private const int PersonsAtOnce = 500;
    private static readonly string[] Whoms = ["all", "spoke", "silent"];

    public async Task<Outcome<PutRightPreview>> Preview(Caller caller, string incident, PutRightRequest request)
        => Check(request) is { Failed: true } wrong ? wrong.Problem : await store.Read(caller.Tenant, async Task<Outcome<PutRightPreview>> (reader) =>
            await ResponseRows.Find(reader, incident) is { IsOpen: true } ? (await Look(reader, caller, RowOf(caller, incident, request))).Preview : Problem.NotFound("The incident's response"));

    public async Task<Outcome<ResponseView>> Order(Caller caller, string incident, PutRightRequest request)
    {
        if (Check(request) is { Failed: true } wrong)
        {
            return wrong.Problem;
        }

        var row = RowOf(caller, incident, request);
        var problem = await store.Write(caller.Tenant, async Task<Problem?> (transaction) =>
        {
            if (await ResponseRows.Lock(transaction, incident) is not { IsOpen: true })
            {
                return Problem.NotFound("The incident's response");
            }

            if (await transaction.One<MessageRow>(ResponseRows.Sql["FindMessage"], new { id = row.Id }) is { } known && !known.IsSame(row))
            {
                return Problem.Conflict("message-taken", "There is another message of this id. Nobody was told anything; use another id for another message.");
            }

            var (preview, refusal) = await Look(transaction, caller, row);
            if (refusal is not null)
            {
                return refusal;
            }

            await transaction.Execute(ResponseRows.Sql["AddMessage"], row);
            await transaction.Execute(ResponseRows.Sql["AddDeliveries"], new { id = row.Id, incident, row.Whom, at = business.Now });
            await transaction.Append(story.Entry(ResponseEvents.Ordered, incident, fact => fact with { Message = row.Id, Amount = row.Amount, Currency = row.Currency }, by: caller));
            await audit.Write(transaction, caller, "improvements.put-right", "incident:" + incident, new { message = row.Id, row.Whom, row.Fund, row.Amount, row.Currency, people = preview.People, preview.Pay });
            var tenant = transaction.Tenant;
            transaction.AfterCommit(() => bus.Publish(new BusMessage(ResponseRows.Topic(tenant), "")));
            return null;
        });
        return problem is not null ? problem : await responses.Find(caller, incident);
    }

    private static Validation Check(PutRightRequest request) => new Validation().Id(request.Id, "/id")
        .Text(request.Message?.Chinese, "/message/zh-CN", 1, WordLimit).Text(request.Message?.English, "/message/en", 1, WordLimit)
        .OneOf(request.Whom ?? "all", "/whom", Whoms).Text(request.NeedsNothing, "/needsNothing", 0, 500)
        .Must(request.NeedsNothing is not { Length: 0 }, "/needsNothing", "Say why being told puts them right, or leave it out.")
        .Must(request.Gesture is null || request.NeedsNothing is null, "/needsNothing", "Either they get something, or they need nothing.")
        .Must(request.Gesture is null or { Amount: > 0 and <= MostAmount }, "/gesture/amount", $"Must be a whole number of minor units from 1 to {MostAmount}.")
        .Must(request.Gesture is null or { Fund.Length: > 0 and <= 100 }, "/gesture/fund", "Name the fund that it comes from.")
        .Must(request.Gesture is null || (request.Gesture.Currency is { } currency && Kernel.Ledger.Currencies.IsKnown(currency)), "/gesture/currency", "Must be a currency of ISO 4217, such as CNY.");

    private MessageRow RowOf(Caller caller, string incident, PutRightRequest request)
    {
        var giver = RemedyGiver.Of(caller);
        return new MessageRow
        {
            Id = request.Id!, Incident = incident, Whom = request.Whom ?? "all", Chinese = request.Message!.Chinese!, English = request.Message.English!, Fund = request.Gesture?.Fund, Amount = request.Gesture?.Amount,
            Currency = request.Gesture?.Currency, NeedsNothing = request.NeedsNothing, ByKind = giver.Kind, ById = caller.Id, ByName = caller.Name, Grade = giver.Grade, At = business.Now,
        };
    }

    private async Task<(PutRightPreview Preview, Problem? Refusal)> Look(IReader reader, Caller caller, MessageRow row)
    {
        var (people, left) = await Sort(reader, row);
        var pay = row.Amount is null ? 0 : people.LongCount(one => one.RightAt is null);
        var total = row.Amount is { } amount ? checked(pay * amount) : 0;
        var fund = row.Amount is null ? null : await funds.Find(reader, row.Fund!, row.Currency!, caller.Id, RemedyGiver.Of(caller).GradeWord);
        var refusal = row.Amount is null || pay == 0 ? null : Refuse(row, fund, total);
        Money? Of(long? minor) => minor is { } known && row.Currency is { } currency ? new Money(known, currency) : null;
        return (new PutRightPreview(
            people.Count, pay, pay > 0 ? [new Money(total, row.Currency!)] : [], Of(fund?.Left), Of(fund?.MostOnce), Of(fund?.LeftToday),
            [.. left.Where(one => one.Value > 0).Select(one => new LeftOutView(one.Key, one.Value, ImprovementTexts.In(caller.Language, "left." + one.Key, ("count", one.Value))))], refusal?.Detail.In(caller.Language)), refusal);
    }

    private static Problem? Refuse(MessageRow row, FundStanding? fund, long total) => fund is null ? Problem.Refused("unknown-fund", $"There is no fund '{row.Fund}' in {row.Currency}.")
        : fund.MostOnce is { } once && row.Amount > once ? Problem.Refused("beyond-authority", $"This is more than your grade may give one person from this fund: {once} (minor units of {row.Currency}).")
        : fund.LeftToday is { } today && total > today ? Problem.Refused("beyond-authority-today", $"Together this is {total}, and you may give {today} today from this fund (minor units of {row.Currency}).")
        : total > fund.Left ? Problem.Refused("fund-short", $"Together this is {total}, and the fund has {fund.Left} (minor units of {row.Currency}).") : null;

    /// <summary>Who would be told, and who would not, with the reason.</summary>
    private async Task<(IReadOnlyList<AffectedRow> People, Dictionary<string, long> LeftOut)> Sort(IReader reader, MessageRow row)
    {
        var told = (await reader.Many<string>(ResponseRows.Sql["ToldBy"], new { id = row.Id })).ToHashSet();
        var all = await reader.Many<AffectedRow>(ResponseRows.Sql["Recipients"], new { row.Incident, row.Whom });
        var (erased, silent) = (new HashSet<string>(), 0L);
        foreach (var some in all.Select(one => one.Person).Chunk(PersonsAtOnce))
        {
            erased.UnionWith(await persons.Erased(reader, some));
            silent += (await muted.Among(reader, some)).Count;
        }

        var left = new Dictionary<string, long>();
        foreach (var one in all)
        {
            var why = one.LeftOut ?? (erased.Contains(one.Person) ? "erased" : told.Contains(one.Person) ? "told-already" : row.Amount is not null && one.RightAt is not null ? "put-right-already" : "");
            left[why] = left.GetValueOrDefault(why) + 1;
        }

        left.Remove("");
        left["muted"] = silent;
        return ([.. all.Where(one => one.LeftOut is null && !erased.Contains(one.Person) && !told.Contains(one.Person))], left);
    }
}
