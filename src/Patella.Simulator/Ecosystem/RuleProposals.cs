using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>Rules that people of the floor and a shop have proposed, so that whoever owns the rules finds something to answer.</summary>
internal static class RuleProposals
{
    private sealed record Proposal(string Policy, string Email, string Title, string CustomerView);

    /// <summary>Proposes them, each as the one who did; proposing again changes nothing.</summary>
    public static async Task Send(PatellaConnection connection, DemoEcosystem ecosystem, CancellationToken cancellation)
    {
        var cases = ecosystem.Conversations().Select(talk => PastCases.Of(ecosystem, talk)).OfType<PastCase>().Take(6).ToList();
        var people = new StaffSessions(connection);
        foreach (var (index, proposal) in Proposals(ecosystem).Index())
        {
            await connection.RequireAsync(HttpMethod.Post, $"/api/v1/policies/{proposal.Policy}/versions", await people.As(proposal.Email, cancellation), new
            {
                id = DeterministicId.Of(ecosystem.Seed, $"rule-proposal-{index}"),
                proposal.Title,
                proposal.CustomerView,
                cases = cases.Skip(index * 2).Take(2).Select(one => one.Id),
            }, cancellation);
        }
    }

    private static IEnumerable<Proposal> Proposals(DemoEcosystem ecosystem)
    {
        yield return new Proposal("return-items", ecosystem.Agents[0].Email, "外包装拆开但没有用过，也可以退",
            "顾客打开盒子只为了看一眼尺寸，发现放不下，东西一次都没有用过。现在要等人工逐单判断，顾客等得着急，我们也每次都同意。");
        yield return new Proposal("change-address", ecosystem.Staff.First(person => person.Merchant is not null && person.Email != DemoPersonas.Emails["merchant"]).Email, "揽收以前都可以改地址",
            "顾客下单后发现地址填错，货还在我们店里，系统却要顾客取消重拍，优惠也没有了。包裹没有揽收以前我们都愿意改。");
    }
}
