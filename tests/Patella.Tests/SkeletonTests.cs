namespace Patella.Tests;

public class SkeletonTests
{
    [Fact]
    public void The_solution_builds() => Assert.True(typeof(SkeletonTests).Assembly.GetName().Name == "Patella.Tests");
}
