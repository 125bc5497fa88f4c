using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Tables;

public sealed class SqliteTableStoreContractTests : TableStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private SqliteTableStore? _store;

    protected override Task<ITableStore> OpenAsync() =>
        Task.FromResult<ITableStore>(_store = SqliteTableStore.Open(_folder.File("state.db"), TimeProvider.System));

    protected override async Task CloseAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}

public sealed class InMemoryTableStoreContractTests : TableStoreContract
{
    protected override Task<ITableStore> OpenAsync() => Task.FromResult<ITableStore>(new InMemoryTableStore(TimeProvider.System));

    protected override Task CloseAsync() => Task.CompletedTask;
}
