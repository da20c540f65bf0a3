using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Following;

/// <summary>What a reminder of a verdict needs to know.</summary>
internal sealed record VerdictWait(string Incident, string? Reason, string? Stage, IReadOnlyDictionary<string, string> Node, string? Staff, string? Unit);

/// <summary>When a call is overdue, or a verdict is.</summary>
internal sealed class SystemTimer(SystemCalls calls, StaffNotices notices, IncidentWords words) : ITimerHandler
{
    public const string Name = "systems";
    private const string CallPrefix = "call:";
    private const string VerdictPrefix = "verdict:";

    public string Capability => Name;

    public static string CallKey(string call) => CallPrefix + call;

    public static string VerdictKey(string incident) => VerdictPrefix + incident;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (timer.Key.StartsWith(CallPrefix, StringComparison.Ordinal))
        {
            if (await CallStore.Find(transaction, timer.Key[CallPrefix.Length..]) is { } call)
            {
                await calls.Escalate(transaction, call, overdue: true);
            }
        }
        else if (Json.Read<VerdictWait>(timer.Payload) is { Incident: not null } wait)
        {
            await notices.VerdictDue(transaction, wait.Staff, wait.Unit, wait.Incident, "/incidents/" + wait.Incident, await words.Title(transaction.Tenant, wait.Reason, wait.Stage, wait.Node));
        }
    }
}
