using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Reading;

/// <summary>What a list of calls is asked for.</summary>
/// <param name="State">called, acknowledged, fixed, unreachable or withdrawn.</param>
/// <param name="Subject">Kind and id, such as <c>incident/incident-3</c>.</param>
internal sealed record CallQuestion(string? State, string? Subject, string? System, bool? Overdue, string? After, int? Limit);

/// <summary>Calls as people see them, and what people say of them.</summary>
internal sealed class CallDesk(IStore store, SystemRegistry registry, SystemCalls calls, StaffStore people, BusinessTime business)
{
    public async Task<Outcome<Page<SystemCallView>>> List(Caller caller, CallQuestion question)
    {
        var check = new Validation().Must(question.State is null || CallState.All.Contains(question.State), "state", $"Must be one of: {string.Join(", ", CallState.All)}.")
            .Must(Paging.TryRead(question.After, out var sort, out var cursor) || question.After?.Length < 200, "after", "Must be a cursor that this list gave.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var limit = Paging.Limit(question.Limit);
        return await store.Read(caller.Tenant, async reader =>
        {
            var rows = await reader.Many<CallRow>(CallStore.Sql["ListCalls"], new
            {
                state = question.State ?? "", subject = question.Subject ?? "", system = question.System ?? "", overdue = question.Overdue == true ? 1L : 0L, now = business.Now, sort, cursor, limit = limit + 1,
            });
            var known = await registry.Known(reader);
            var page = rows.Take(limit).ToList();
            return new Page<SystemCallView>([.. page.Select(row => row.View(known, caller.Language, business.Now))], rows.Count > limit ? Paging.Cursor(page[^1].CalledAt, page[^1].Id) : null);
        });
    }

    public async Task<Outcome<SystemCallView>> Find(Caller caller, string id) => await store.Read<Outcome<SystemCallView>>(
        caller.Tenant, async reader => await CallStore.Find(reader, id) is { } call ? call.View(await registry.Known(reader), caller.Language, business.Now) : Problem.NotFound("The call"));

    public Task<Outcome<SystemCallView>> Acknowledge(Caller caller, string id) => Say(caller, id, (transaction, call) => calls.Acknowledge(transaction, call, caller.Name, "person"));

    public Task<Outcome<SystemCallView>> Fix(Caller caller, string id) => Say(caller, id, (transaction, call) => calls.Fix(transaction, call, caller.Name, "person"));

    private Task<Outcome<SystemCallView>> Say(Caller caller, string id, Func<ITransaction, CallRow, Task<bool>> say) => store.Write<Outcome<SystemCallView>>(caller.Tenant, async transaction =>
    {
        if (await CallStore.Find(transaction, id) is not { } call)
        {
            return Problem.NotFound("The call");
        }

        var known = await registry.Known(transaction);
        if (!await MayAnswer(transaction, caller, known.Find(call.System)))
        {
            return new Problem(403, "not-your-system", "This system is looked after by others: its owner, people of its unit, or the experience group answer its calls.");
        }

        if (!await say(transaction, call) && call.State == CallState.Withdrawn)
        {
            return Problem.Conflict("call-withdrawn", "This call was withdrawn: it was a false alarm.");
        }

        return (await CallStore.Find(transaction, id))!.View(known, caller.Language, business.Now);
    });

    /// <summary>Its owner, people of its unit, and the experience group; what no system owns is the experience group's.</summary>
    private async Task<bool> MayAnswer(IReader reader, Caller caller, KnownSystem? system)
        => caller.Roles.Contains(Roles.Expert) || (system is not null && (system.Staff == caller.Id || (system.Unit is { } unit && (await people.Find(reader, caller.Id))?.Units.Contains(unit) == true)));
}
