using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Patella.Host.Hosting;

/// <summary>
/// The pages' framework makes keys to protect data with and would keep them in the home of whoever starts the server. Nothing here is protected with
/// them (sessions, tokens and secrets have keys of their own), so they live as long as the process and no file is written outside the data folder.
/// </summary>
internal sealed class KeysOfThisRun : IXmlRepository
{
    private readonly ConcurrentBag<XElement> _keys = [];

    public static void Use(IServiceCollection services) => services.Configure<KeyManagementOptions>(options => (options.XmlRepository, options.XmlEncryptor) = (new KeysOfThisRun(), new NullXmlEncryptor()));

    public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys];

    public void StoreElement(XElement element, string friendlyName) => _keys.Add(element);
}
