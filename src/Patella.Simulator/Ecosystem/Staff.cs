namespace Patella.Simulator.Ecosystem;

/// <summary>Somebody who signs in.</summary>
/// <param name="Id">Id of the account.</param>
/// <param name="Name">Invented name.</param>
/// <param name="Email">Sign-in name.</param>
/// <param name="Roles">Roles as in the API.</param>
/// <param name="Units">Codes of the units the person is certified for (2 to 5 for agents).</param>
/// <param name="Languages">Languages the person writes.</param>
/// <param name="Capacity">Conversations at a time (3 to 5 for agents).</param>
/// <param name="Cohort">Employer kind of agents: own, vendor, gov, school, cloud.</param>
/// <param name="Merchant">External id of the merchant for merchants' people.</param>
/// <param name="IsFloorAgent">One of the simulated agents of the floor (not a person to be).</param>
public sealed record SimulatedStaff(
    Guid Id, string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Units,
    IReadOnlyList<string> Languages, int Capacity, string? Cohort, string? Merchant, bool IsFloorAgent)
{
    /// <summary>True when the agent may take a conversation of this unit in this language.</summary>
    public bool CanServe(string unit, string language) => Units.Contains(unit) && Languages.Contains(language);
}

internal static class StaffPlanner
{
    private const int Supervisors = 4;
    private const int MerchantPeople = 20;

    /// <summary>Persons to be first, then the floor.</summary>
    public static List<SimulatedStaff> Plan(ulong seed, Scale scale, IReadOnlyList<SimulatedMerchant> merchants) =>
    [
        .. Personas(seed, merchants),
        .. AgentPlanner.Plan(seed, scale.Agents),
        .. Enumerable.Range(1, Supervisors).Select(index => Plain(seed, $"supervisor-{index:00}", "supervisor")),
        .. Enumerable.Range(1, 3).Select(index => Plain(seed, $"expert-{index:00}", "expert")),
        Plain(seed, "director-01", "executive") with { Units = ["market"] },
        Plain(seed, "newcomer-01", "newcomer") with { Units = ["market"] },
        .. merchants.Skip(1).Take(MerchantPeople).Select((merchant, index) =>
            Plain(seed, $"merchant-{index + 1:00}", "merchant") with { Merchant = merchant.ExternalId, Units = [merchant.Unit.Code] }),
    ];

    private static IEnumerable<SimulatedStaff> Personas(ulong seed, IReadOnlyList<SimulatedMerchant> merchants)
    {
        var everywhere = UnitCatalogue.All.Select(unit => unit.Code).ToList();
        yield return Plain(seed, "agent", "agent") with
        {
            Name = "林知夏", Units = ["market", "digital", "takeaway", "hotels", "logistics"], Capacity = 5, Cohort = "own",
        };
        yield return Plain(seed, "supervisor", "supervisor") with { Name = "沈望舒", Units = everywhere };
        yield return Plain(seed, "merchant", "merchant") with
        {
            Name = "周海棠", Merchant = merchants[0].ExternalId, Units = [merchants[0].Unit.Code],
        };
        yield return Plain(seed, "executive", "executive") with { Name = "Helen Brooks", Units = everywhere };
        yield return Plain(seed, "finance", "finance") with { Name = "钱书尧", Units = everywhere };
        yield return Plain(seed, "rule-owner", "rule-owner") with { Name = "顾明镜", Units = everywhere };
        yield return Plain(seed, "legal", "legal") with { Name = "江律行", Units = everywhere };
        yield return Plain(seed, "analyst", "analyst") with { Name = "闻思齐", Units = everywhere };
        yield return Plain(seed, "system-owner", "system-owner") with { Name = "欧阳衡", Units = everywhere };
        yield return Plain(seed, "administrator", "administrator") with { Name = "吴清源", Units = everywhere };
    }

    private static SimulatedStaff Plain(ulong seed, string login, string role) => new(
        DeterministicId.Of(seed, $"staff-{login}"),
        NameCatalogue.Person(Languages.Chinese, new SeededRandom(seed).Fork($"staff-{login}")),
        $"{login}@demo.example", [role], [], [Languages.Chinese, Languages.English], 0, null, null, false);
}
