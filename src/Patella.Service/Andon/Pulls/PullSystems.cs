using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Systems;
using Patella.Service.Tenants;

namespace Patella.Service.Andon.Pulls;

/// <summary>
/// The system that owns what a cord was pulled on is called with each pull, as it is about an incident. None of the words of the pull go there: they are erased with
/// the person of their conversation, and what another system was told cannot be taken back.
/// </summary>
internal sealed class PullSystems(ISystemCalls calls, TenantStore tenants, KnownIncidents incidents)
{
    public const string Subject = "pull";

    /// <summary>Serious: somebody in front of customers has stopped it.</summary>
    private const int Severity = 3;

    private const string IdPrefix = "system:";

    /// <summary>How a system stands where otherwise a member of the staff does.</summary>
    public static string IdOf(string system) => IdPrefix + system;

    public static bool IsSystem(string? id) => id?.StartsWith(IdPrefix, StringComparison.Ordinal) == true;

    /// <summary>Name of the system behind such an id, in the tenant's language where none is given.</summary>
    public Task<string> NameOf(IReader reader, string id, string? language = null) => calls.NameOf(reader, id[IdPrefix.Length..], language);

    /// <summary>Where no system owns it nobody is called: the owners of the target are told of every pull.</summary>
    /// <param name="launch">What is known of where a registered target goes out.</param>
    public async Task Call(ITransaction transaction, Pull pull, IReadOnlyDictionary<string, string>? launch)
    {
        var language = (await tenants.Profile(transaction)).DefaultLanguage;
        await calls.CallOwner(transaction, new SystemCall(
            "pull:" + pull.Id, Subject, pull.Id, PullCalls.Texts.In(language, "call.title", ("title", pull.Title)), PullCalls.Texts.In(language, "call.text", ("target", pull.Target), ("puller", pull.PullerName)), Severity, null,
            await NodeOf(transaction, pull, launch), null, "/andon/" + pull.Id));
    }

    /// <summary>The pull is over: nobody waits for the system any more.</summary>
    public Task End(ITransaction transaction, Pull pull, string by) => calls.End(transaction, Subject, pull.Id, pull.Outcome == PullOutcomes.Changed, by);

    /// <summary>Where it hurts: what the launch touches, where the incident is, and the target itself.</summary>
    private async Task<IReadOnlyDictionary<string, string>> NodeOf(IReader reader, Pull pull, IReadOnlyDictionary<string, string>? launch)
    {
        var node = new Dictionary<string, string>(launch ?? new Dictionary<string, string>());
        foreach (var (name, value) in await incidents.NodeOf(reader, pull.Incident) ?? new Dictionary<string, string>())
        {
            node[name] = value;
        }

        node["target"] = pull.Kind;
        if (pull.Kind is TargetKinds.Version or TargetKinds.Listing)
        {
            node[pull.Kind == TargetKinds.Version ? "version" : "product"] = pull.Target;
        }

        return node;
    }
}
