using Patella.Simulator.Systems;

namespace Patella.Tests.Systems;

/// <summary>The demonstration's systems.</summary>
public class SimulatedSystemTests
{
    [Fact]
    public void There_are_six_business_and_seven_technical_systems_and_each_form_that_needs_no_mailbox_is_among_them()
    {
        Assert.Equal((6, 7), (SimulatedSystem.All.Count(system => system.Kind == "business"), SimulatedSystem.All.Count(system => system.Kind == "technical")));
        Assert.Equal(["dingtalk", "feishu", "github", "jira", "pagerduty", "slack", "webhook", "wecom"], SimulatedSystem.All.Select(system => system.Connector).Distinct().Order(StringComparer.Ordinal));
        Assert.All(SimulatedSystem.All.Where(system => system.Connector == "pagerduty"), system => Assert.Equal(32, system.Secret.Length));
    }
}
