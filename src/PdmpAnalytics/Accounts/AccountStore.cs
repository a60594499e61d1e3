using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>Identity's store over the product's database; roles are the account's own and need no table.</summary>
internal sealed class AccountStore(PdmpDbContext db, IdentityErrorDescriber describer)
    : UserOnlyStore<Account, PdmpDbContext, long>(db, describer);
