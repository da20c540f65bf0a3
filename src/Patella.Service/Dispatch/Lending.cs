using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Dispatch;

/// <summary>POST /loans: people help out in a unit for some minutes of business time.</summary>
public sealed record LoanRequest(string? Id, IReadOnlyList<string>? Staff, string? Unit, int? Minutes);

/// <summary>A loan on the wire.</summary>
public sealed record LoanView(string Id, string Unit, IReadOnlyList<StaffName> Staff, DateTimeOffset Until, StaffName LentBy, DateTimeOffset LentAt);

/// <summary>One person of a loan as it is kept.</summary>
internal sealed class LoanRow
{
    public string Id { get; init; } = "";

    public string Staff { get; init; } = "";

    public string Unit { get; init; } = "";

    public long Until { get; init; }

    public string LentBy { get; init; } = "";

    public long LentAt { get; init; }
}

/// <summary>Supervisors' lever when a queue runs over: the unit's contacts are offered to more people at once, and it ends by itself.</summary>
internal sealed class Lending(IStore store, StaffStore people, TenantStore tenants, TimerTable timers, AuditTrail audit, IIdentifiers identifiers, BusinessTime clock, MachineTime machine)
{
    public const string Lent = "dispatch.lent";
    public const string Ended = "dispatch.loan-ended";
    internal const string Timers = "dispatch-loans";
    private const int MostPeople = 200;
    private const int MostMinutes = 7 * 24 * 60;

    public static Staff WithLoans(Staff staff, IEnumerable<LoanRow> loans)
    {
        var more = loans.Select(loan => loan.Unit).Except(staff.Units).Distinct().ToList();
        return more.Count == 0 ? staff : staff with { Units = [.. staff.Units, .. more] };
    }

    public Task<Page<LoanView>> List(Caller caller) => store.Read(caller.Tenant, async reader =>
    {
        var names = await Names(reader);
        var rows = await reader.Many<LoanRow>(DispatchOwner.Sql["ListLoans"]);
        return new Page<LoanView>([.. rows.GroupBy(row => row.Id).Select(loan => View([.. loan], names))]);
    });

    public async Task<Outcome<LoanView>> Lend(Caller caller, LoanRequest request)
    {
        var check = new Validation().Id(request.Id, "/id", required: false)
            .Must(request.Staff is { Count: > 0 and <= MostPeople }, "/staff", $"Needs 1 to {MostPeople} people.")
            .Must(request.Minutes is > 0 and <= MostMinutes, "/minutes", $"Must be 1 to {MostMinutes} minutes.");
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, transaction => Lend(transaction, caller, request));
    }

    /// <summary>Calls people back; false when there is no such loan. A timer that comes later finds nothing.</summary>
    public Task<bool> End(Caller caller, string id) => store.Write(caller.Tenant, async transaction =>
    {
        if (!await End(transaction, id))
        {
            return false;
        }

        await timers.Cancel(transaction, Timers, id);
        await audit.Write(transaction, caller, "dispatch.loan-ended", "loan:" + id);
        return true;
    });

    internal async Task<bool> End(ITransaction transaction, string id)
    {
        var rows = await transaction.Many<LoanRow>(DispatchOwner.Sql["LoanRows"], new { id });
        await transaction.Execute(DispatchOwner.Sql["DeleteLoan"], new { id });
        foreach (var row in rows)
        {
            await Tell(transaction, Ended, row);
        }

        return rows.Count > 0;
    }

    private async Task<Outcome<LoanView>> Lend(ITransaction transaction, Caller caller, LoanRequest request)
    {
        if ((await tenants.ListUnits(transaction)).All(unit => unit.Code != request.Unit))
        {
            return Problem.Invalid("/unit", "Must be the code of a unit of this tenant.");
        }

        var id = request.Id ?? identifiers.New();
        var names = await Names(transaction);
        if (await transaction.Many<LoanRow>(DispatchOwner.Sql["LoanRows"], new { id }) is { Count: > 0 } known)
        {
            return known.Select(row => row.Staff).ToHashSet().SetEquals(request.Staff!) && known[0].Unit == request.Unit
                ? View(known, names)
                : Problem.Conflict("idempotency-conflict", "A loan with this id says something else already.");
        }

        foreach (var (index, staff) in request.Staff!.Index())
        {
            if (await people.Find(transaction, staff) is not { Active: true } person || !person.Has(Permission.Serve))
            {
                return Problem.Invalid($"/staff/{index}", "Must be an active person of the staff who serves consumers.");
            }
        }

        var until = clock.Now + (request.Minutes!.Value * 60 * Microseconds.PerSecond);
        var rows = request.Staff!.Distinct().Select(staff => new LoanRow { Id = id, Staff = staff, Unit = request.Unit!, Until = until, LentBy = caller.Id, LentAt = clock.Now }).ToList();
        foreach (var row in rows)
        {
            await transaction.Execute(DispatchOwner.Sql["AddLoan"], row);
            await Tell(transaction, Lent, row);
        }

        await timers.Set(transaction, Timers, id, until);
        await audit.Write(transaction, caller, "dispatch.lent", "loan:" + id, new { request.Unit, People = rows.Count, request.Minutes });
        return View(rows, names);
    }

    private async Task<IReadOnlyDictionary<string, string>> Names(IReader reader) => (await people.List(reader)).ToDictionary(person => person.Id, person => person.Name);

    private static LoanView View(IReadOnlyList<LoanRow> rows, IReadOnlyDictionary<string, string> names)
    {
        StaffName Name(string id) => new(id, names.GetValueOrDefault(id));
        return new LoanView(rows[0].Id, rows[0].Unit, [.. rows.Select(row => Name(row.Staff))], Microseconds.ToTime(rows[0].Until), Name(rows[0].LentBy), Microseconds.ToTime(rows[0].LentAt));
    }

    private Task Tell(ITransaction transaction, string kind, LoanRow row) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(),
        Kind = kind,
        At = clock.Now,
        RecordedAt = machine.Now,
        Staff = row.Staff,
        Unit = row.Unit,
        AuthorParty = Party.System,
        Data = Json.Write(new { loan = row.Id, until = Microseconds.ToTime(row.Until) }),
    });
}

/// <summary>A loan's time is over.</summary>
internal sealed class LoanTimers(Lending lending) : ITimerHandler
{
    public string Capability => Lending.Timers;

    public Task Fire(ITransaction transaction, BusinessTimer timer) => lending.End(transaction, timer.Key);
}
