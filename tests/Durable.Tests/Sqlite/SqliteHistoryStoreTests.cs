using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Sqlite;

public sealed class SqliteHistoryStoreTests : HistoryStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override IHistoryStore Open() => SqliteHistoryStore.Open(_folder.File("durable.db"));

    public void Dispose() => _folder.Dispose();
}
