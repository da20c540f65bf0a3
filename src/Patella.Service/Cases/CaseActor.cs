using Patella.Service.Conversations;

namespace Patella.Service.Cases;

/// <summary>Who acts on a case.</summary>
/// <param name="Party">One of <see cref="Conversations.Party"/>.</param>
/// <param name="Units">Units they act for.</param>
/// <param name="Commands">Supervisors, administrators and programs act for every unit.</param>
public sealed record CaseActor(string Party, StaffName? Staff, IReadOnlyList<string> Units, bool Commands)
{
    public static readonly CaseActor System = new(Conversations.Party.System, null, [], true);

    public bool ActsFor(string unit) => Commands || Units.Contains(unit);

    public bool Is(StaffName? person) => person is not null && Staff?.Id == person.Id;
}

/// <summary>What the decision needs to know beside the case.</summary>
/// <param name="Now">UTC microseconds of business time.</param>
/// <param name="Units">Codes of the tenant's units.</param>
/// <param name="RuleUnit">The owner unit by order and problem.</param>
public sealed record CaseFacts(long Now, CaseSettings Settings, IReadOnlySet<string> Units, string RuleUnit);
