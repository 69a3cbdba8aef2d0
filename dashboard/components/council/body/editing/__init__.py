"""How keepers of the register change a body, found one and bring an older version back."""
