using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Files;
using Patella.Service.Tenants;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Files;

public class FileTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4, 0, 255];

    [Theory]
    [InlineData("89504E470D0A1A0A00", FileTypes.Png)]
    [InlineData("FFD8FFE0", FileTypes.Jpeg)]
    [InlineData("474946383961", FileTypes.Gif)]
    [InlineData("524946460000000057454250", FileTypes.Webp)]
    [InlineData("255044462D312E37", FileTypes.Pdf)]
    [InlineData("00000018667479706D703432", FileTypes.Mp4)]
    [InlineData("E4BDA0E5A5BD", FileTypes.Text)]
    [InlineData("4D5A90000300", null)]
    [InlineData("504B0304", null)]
    [InlineData("7F454C46", null)]
    [InlineData("524946460000000041564920", null)]
    [InlineData("0000001866747970", null)]
    [InlineData("C0AF", null)]
    [InlineData("00", null)]
    [InlineData("", null)]
    public void A_files_type_is_what_its_bytes_are(string hex, string? type) => Assert.Equal(type, ContentSniffing.TypeOf(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("photo.PNG", FileTypes.Png, "photo.png")]
    [InlineData("../../etc/passwd", FileTypes.Text, "passwd.txt")]
    [InlineData("..\\..\\run.bat", FileTypes.Text, "run.bat.txt")]
    [InlineData("a\u202Egnp.exe", FileTypes.Png, "agnp.exe.png")]
    [InlineData("x\0\r\ny.pdf", FileTypes.Pdf, "xy.pdf")]
    [InlineData("", FileTypes.Gif, "file.gif")]
    [InlineData("...", FileTypes.Gif, "file.gif")]
    [InlineData("发票 1.pdf", FileTypes.Pdf, "发票 1.pdf")]
    [InlineData(".png", FileTypes.Png, "file.png")]
    public void A_name_is_made_fit_to_show_and_to_save(string name, string type, string expected) => Assert.Equal(expected, FileNames.Normalize(name, type));

    [Fact]
    public void A_name_never_grows_over_its_bound() => Assert.InRange(FileNames.Normalize(string.Concat(Enumerable.Repeat("😀长", 5_000)), FileTypes.Jpeg).Length, 5, 125);

    [Theory, OnSqlite, OnPostgres]
    public async Task An_upload_is_kept_once_and_belongs_to_its_owner(StoreKind kind)
    {
        await using var world = await World(kind);
        var files = world.Get<FileStore>();
        var file = (await Upload(world, world.Staff(), "f1", "photo.png", Png)).Value;
        Assert.Equal((FileTypes.Png, (long)Png.Length), (file.ContentType, file.Size));
        Assert.Equal(file, (await Upload(world, world.Staff(), "f1", "photo.png", Png)).Value);
        Assert.Equal(409, (await Upload(world, world.Staff(), "f1", "photo.png", [.. Png, 7])).Problem!.Status);
        var other = world.Staff() with { Id = "staff-2" };
        Assert.Equal(409, (await Upload(world, other, "f1", "photo.png", Png)).Problem!.Status);
        Assert.Equal("/files/0", (await world.Write(transaction => files.Attach(transaction, other, ["f1"], "c1"))).Problem!.Errors![0].Pointer);
        Assert.Equal("/files/1", (await world.Write(transaction => files.Attach(transaction, world.Staff(), ["f1", "none"], "c1"))).Problem!.Errors![0].Pointer);
        Assert.Equal("c1", Assert.Single((await world.Write(transaction => files.Attach(transaction, world.Staff(), ["f1", "f1"], "c1"))).Value).Conversation);
        Assert.True((await world.Write(transaction => files.Attach(transaction, world.Staff(), ["f1"], "c1"))).Succeeded);
        Assert.NotNull((await world.Write(transaction => files.Attach(transaction, world.Staff(), ["f1"], "c2"))).Problem);
        await using var content = await files.Open(world.Tenant, file);
        var read = new byte[100];
        Assert.Equal(Png, read[..await content!.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false)]);
    }

    [Fact]
    public async Task What_is_too_large_or_turns_out_to_be_no_text_is_refused_and_nothing_is_kept()
    {
        await using var world = await World(StoreKind.Sqlite);
        Assert.Equal(413, (await Upload(world, world.Staff(), "big", "a.png", [.. Png, .. new byte[FileStore.MostBytes]])).Problem!.Status);
        byte[] turns = [.. Encoding.UTF8.GetBytes(new string('a', 5_000)), 0, 1, 2];
        var refused = (await Upload(world, world.Staff(), "turns", "a.txt", turns)).Problem!;
        Assert.Equal((415, true), (refused.Status, refused.Detail.ToString().Contains("image/png", StringComparison.Ordinal)));
        Assert.Equal(415, (await Upload(world, world.Staff(), "zip", "a.png", [0x50, 0x4B, 3, 4])).Problem!.Status);
        Assert.Equal(400, (await Upload(world, world.Staff(), "none", "a.png", [])).Problem!.Status);
        Assert.Empty(await world.Get<ISegments>().List(world.Tenant));
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from file where tenant = @tenant")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_upload_that_no_message_took_is_gone_after_a_day_and_another_stays(StoreKind kind)
    {
        await using var world = await World(kind);
        await Upload(world, world.Staff(), "used", "a.png", Png);
        await Upload(world, world.Staff(), "unused", "b.png", Png);
        await world.Write(transaction => world.Get<FileStore>().Attach(transaction, world.Staff(), ["used"], "c1"));
        var timers = await world.Read(reader => reader.Many<BusinessTimer>("select * from timer where tenant = @tenant order by key"));
        Assert.Equal([("unused", world.Now + FileStore.KeptUnused), ("used", world.Now + FileStore.KeptUnused)], timers.Select(timer => (timer.Key, timer.DueAt)));
        foreach (var timer in timers.Concat(timers))
        {
            await world.Write(transaction => world.Get<ITimerHandler>().Fire(transaction, timer));
        }

        Assert.Equal("used", await world.Read(reader => reader.One<string>("select id from file where tenant = @tenant")));
        Assert.Equal("file/used", Assert.Single(await world.Get<ISegments>().List(world.Tenant)).Key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_is_good_for_its_file_its_tenant_and_an_hour(StoreKind kind)
    {
        await using var world = await World(kind);
        var links = world.Get<FileLinks>();
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://x" + links.UrlOf(world.Tenant, "f1")).Query);
        var (expires, signature) = (long.Parse(query["expires"]!, System.Globalization.CultureInfo.InvariantCulture), query["signature"].ToString());
        Assert.True(await links.Holds(world.Tenant, "f1", expires, signature));
        Assert.False(await links.Holds(world.Tenant, "f2", expires, signature));
        Assert.False(await links.Holds(world.Tenant, "f1", expires + 1, signature));
        Assert.False(await links.Holds(new("other"), "f1", expires, signature));
        Assert.True(await new FileLinks(world.Store, new TenantStore(), world.Get<Patella.Platform.Clocks.MachineTime>()).Holds(world.Tenant, "f1", expires, signature));
        world.Clock.Now = world.Clock.Now.AddSeconds(3_601);
        Assert.False(await links.Holds(world.Tenant, "f1", expires, signature));
    }

    private static async Task<ServiceWorld> World(StoreKind kind)
    {
        var world = await ServiceWorld.Create(kind, services => services.AddSingleton<TenantStore>().AddFiles()
            .AddSingleton<ISegments>(provider => new FolderSegments(Directory.CreateTempSubdirectory("patella-files-").FullName)), "Tenants", "Files");
        if (kind == StoreKind.Postgres)
        {
            await world.Store.Prepare(new("other"));
        }

        return world;
    }

    private static Task<Outcome<StoredFile>> Upload(ServiceWorld world, Caller caller, string id, string name, byte[] content)
        => world.Get<FileStore>().Upload(caller, id, name, new MemoryStream(content));
}
