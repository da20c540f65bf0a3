using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Life;

/// <summary>Tells people of the staff, by name and once, what becomes of a rule: its proposer each step, its owners what waits for their answer.</summary>
internal sealed class PolicyTelling(StaffStore staff, TimerTable timers, BusinessTime business, MachineTime machine, IIdentifiers identifiers) : ITimerHandler
{
    private const long Day = 86_400L * Microseconds.PerSecond;

    /// <summary>How long before an answer is due its owners are warned.</summary>
    private const long Warning = 2 * Day;

    public string Capability => "policies";

    /// <summary>A rule was proposed: its owners are told, and warned when the answer is due soon and when it is late.</summary>
    public async Task Proposed(ITransaction transaction, VersionRow version)
    {
        await Owners(transaction, version, "proposed");
        await timers.Set(transaction, Capability, version.Id, Math.Max(version.CreatedAt, version.AnswerBy - Warning));
    }

    public async Task Proposer(ITransaction transaction, VersionRow version, string kind, string? note)
    {
        await Notice(transaction, version, version.ProposerId, kind, note);
        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(), Kind = "policy." + kind, At = business.Now, RecordedAt = machine.Now, Staff = version.ProposerId, AuthorParty = "system", Data = Json.Write(new { policy = version.Policy, version = version.Id, version.Number, name = version.ProposerName }),
        });
    }

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (await VersionRows.Find(transaction, timer.Key) is not { AnsweredAt: null, State: VersionState.Proposed } version)
        {
            return;
        }

        var late = business.Now >= version.AnswerBy;
        await Owners(transaction, version, late ? "answer-late" : "answer-nears");
        if (!late)
        {
            await timers.Set(transaction, Capability, version.Id, version.AnswerBy);
        }
    }

    private async Task Owners(ITransaction transaction, VersionRow version, string kind)
    {
        foreach (var owner in (await staff.List(transaction)).Where(one => one.Active && (Roles.Of(one.Roles) & Permission.OwnRules) != 0))
        {
            await Notice(transaction, version, owner.Id, kind, null);
        }
    }

    private Task Notice(ITransaction transaction, VersionRow version, string staffId, string kind, string? note)
        => transaction.Execute(PolicyRows.Sql["AddNotice"], new { id = PolicyContent.HashOf($"{version.Id}/{kind}", staffId), staff = staffId, policy = version.Policy, version = version.Id, kind, note, at = business.Now });
}
