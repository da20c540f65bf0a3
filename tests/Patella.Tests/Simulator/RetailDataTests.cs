using Patella.Simulator.Retail;

namespace Patella.Tests.Simulator;

public class RetailDataTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [RetailFact]
    public void The_whole_retail_file_is_good_and_nothing_of_it_is_left_out()
    {
        var data = RetailImport.Read(File.ReadAllBytes(RetailFactAttribute.Database!));
        Assert.Equal((500, 50, 591, 1_000), (data.Customers.Count, data.Products.Count, data.Products.Sum(product => product.Variants.Count), data.Orders.Count));
        var events = RetailEvents.All(data, Now).ToList();
        int Count(string kind) => events.Count(one => one.Type == $"patella.{kind}.v1");
        Assert.Equal((500, 50, 1_000), (Count("identity.profile"), Count("product.listed"), Count("order.created")));
        Assert.Equal((475, 373, 102), (Count("order.shipped"), Count("logistics.delivered"), Count("order.closed")));
        Assert.Equal((1_000, 102), (Count("payment.captured"), Count("payment.refunded")));
    }

    [RetailFact]
    public void Event_ids_are_unique_and_nothing_lies_in_the_future()
    {
        var events = RetailEvents.All(RetailImport.Read(File.ReadAllBytes(RetailFactAttribute.Database!)), Now).ToList();
        Assert.Equal(events.Count, events.Select(one => (one.Source, one.Id)).Distinct().Count());
        Assert.All(events, one => Assert.True(one.Time < Now));
    }
}

/// <summary>Runs only where the retail data is, beside the repository or where PATELLA_SHARED_DATA says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RetailFactAttribute : FactAttribute
{
    public RetailFactAttribute()
    {
        if (Database is null)
        {
            Skip = "the retail data is not here: expected ../shared/data/tau-retail/db.json beside the repository, or set PATELLA_SHARED_DATA";
        }
    }

    internal static string? Database { get; } = Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        const string Inside = "tau-retail/db.json";
        if (Environment.GetEnvironmentVariable("PATELLA_SHARED_DATA") is { Length: > 0 } shared)
        {
            yield return Path.Combine(shared, Inside);
        }
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
            {
                yield return Path.Combine(folder.FullName, "..", "shared", "data", Inside);
            }
        }
    }
}
