using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Edge.Tests.Settings;

[NeedsAzurite]
public sealed class SdkLogTests
{
    [Fact]
    public async Task The_SDK_logs_requests_but_neither_what_is_in_them_nor_the_key()
    {
        using var stores = await StoresUnderTest.NewAsync();
        var log = new ConcurrentQueue<string>();
        using (new AzureEventSourceListener((_, message) => log.Enqueue(message), EventLevel.LogAlways))
        {
            var open = stores.Open();
            await open.Tables.WriteAsync("logged", "p", [TableOperation.Insert("r", new Dictionary<string, object> { ["Prompt"] = "a-secret-prompt" })], default);
            await open.Tables.GetAsync("logged", "p", "r", default);
            await open.Blobs.PutAsync("logged/a.txt", new MemoryStream("a-secret-prompt"u8.ToArray()), BlobCondition.None, default);
            await using var blob = await open.Blobs.OpenReadAsync("logged/a.txt", default);
        }

        var key = stores.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];
        log.ShouldContain(line => line.Contains("logged", StringComparison.Ordinal));
        log.ShouldNotContain(line => line.Contains("a-secret-prompt", StringComparison.Ordinal));
        log.ShouldNotContain(line => line.Contains(key, StringComparison.Ordinal));
    }
}
