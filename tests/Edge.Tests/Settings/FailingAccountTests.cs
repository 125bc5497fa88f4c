using System.Net;
using System.Net.Sockets;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Edge.Tests.Settings;

/// <summary>What a caller hears when the account fails: what was asked, what came back, and never a secret.</summary>
public sealed class FailingAccountTests : IDisposable
{
    private const string WrongKey = "d3Jvbmcta2V5LXdyb25nLWtleS13cm9uZy1rZXk=";
    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task An_account_that_cannot_be_reached_is_said_by_every_call_without_a_secret()
    {
        var address = $"http://127.0.0.1:{ClosedPort()}/acc";

        foreach (var failure in await FailuresAsync(Open($"AccountName=acc;AccountKey={WrongKey};BlobEndpoint={address};TableEndpoint={address};")))
        {
            failure.Status.ShouldBe(0);
            failure.Message.ShouldContain("cannot be reached");
            failure.ToString().ShouldNotContain(WrongKey);
        }
    }

    [Fact]
    public async Task A_SAS_is_not_repeated_by_any_failure()
    {
        const string Signature = "ZmFrZS1zaWduYXR1cmUtZmFrZQ%3D%3D";
        var address = $"http://127.0.0.1:{ClosedPort()}/acc";
        var stores = Open($"BlobEndpoint={address};TableEndpoint={address};SharedAccessSignature=sv=2024-11-04&ss=bt&sig={Signature}");

        foreach (var failure in await FailuresAsync(stores)) failure.ToString().ShouldNotContain("ZmFrZS1zaWduYXR1cmU");
    }

    private static async Task<List<AzureStorageException>> FailuresAsync(AzureStores stores) =>
    [
        await Should.ThrowAsync<AzureStorageException>(() => stores.Tables.GetAsync("table", "p", "r", default)),
        await Should.ThrowAsync<AzureStorageException>(() => stores.Tables.WriteAsync(
            "table", "p", [TableOperation.Insert("r", new Dictionary<string, object>())], default)),
        await Should.ThrowAsync<AzureStorageException>(async () => await ReadAllAsync(stores.Tables.QueryAsync("table", "p", RowKeyRange.All, default))),
        await Should.ThrowAsync<AzureStorageException>(() => stores.Blobs.PutAsync("runs/a", new MemoryStream([1]), BlobCondition.None, default)),
        await Should.ThrowAsync<AzureStorageException>(() => stores.Blobs.OpenReadAsync("runs/a", default)),
        await Should.ThrowAsync<AzureStorageException>(() => stores.Blobs.GetPropertiesAsync("runs/a", default)),
        await Should.ThrowAsync<AzureStorageException>(() => stores.Blobs.DeleteAsync("runs/a", null, default)),
        await Should.ThrowAsync<AzureStorageException>(() => stores.Blobs.GetLocalFileAsync("runs/a", default)),
        await Should.ThrowAsync<AzureStorageException>(async () => await ReadAllAsync(stores.Blobs.ListAsync("runs/", default))),
    ];

    private static async Task ReadAllAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items) { }
    }

    /// <summary>A port that was free a moment ago.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private AzureStores Open(string connectionString) => AzureStores.Create(
        new AzureStorageOptions { ConnectionString = connectionString, ScratchFolder = _scratch.Path, RetryDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);

    /// <summary>Against an account that is there.</summary>
    [NeedsAzurite]
    public sealed class Refusals : IDisposable
    {
        private readonly TemporaryFolder _scratch = new();

        public void Dispose() => _scratch.Dispose();

        [Fact]
        public async Task A_wrong_key_is_told_with_what_to_check_and_without_the_key()
        {
            var right = await AzuriteServer.NewAccountAsync();
            var key = right.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal));
            var options = new AzureStorageOptions { ConnectionString = right.Replace(key, "AccountKey=" + WrongKey, StringComparison.Ordinal), ScratchFolder = _scratch.Path };

            foreach (var failure in await FailuresAsync(AzureStores.Create(options, TimeProvider.System)))
            {
                failure.Status.ShouldBe(403);
                failure.Message.ShouldContain("Check the key");
                failure.ToString().ShouldNotContain(WrongKey);
            }
        }
    }
}
