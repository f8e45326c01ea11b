'use client'
import type { ReactNode } from 'react'
import { Chips } from '../../../lists/chips'
import { FilterPopover, typedIn } from '../../../lists/filter-popover'
import { ListArea } from '../../../lists/list-area'
import { useSearch } from '../../../lists/use-search'
import { controlLook, Field } from '../../../ui/field'
import type { Companies } from '../users/companies'
import { CompanyField, companyName } from '../users/company-field'
import { forms, formWords } from './receiver-words'
import { searchParams } from './search-params'

/** The filters, all kept in the address, and below them what was found. @param companies null for readers who see one alone */
export function ReceiverFinder({ companies, children }: { companies: Companies | null; children: ReactNode }) {
  const { search, narrow, pending } = useSearch(searchParams, '/receivers')
  const { form, company_id } = search

  function apply(filters: FormData): void {
    const company = Number(typedIn(filters, 'company_id'))
    narrow({
      form: forms.find((each) => each === typedIn(filters, 'form')) ?? null,
      company_id: Number.isSafeInteger(company) && company > 0 ? company : null,
    })
  }

  return (
    <ListArea
      pending={pending}
      bar={
        <>
          <FilterPopover label="Filter receivers" onApply={apply}>
            <Field label="Told by">
              {(given) => (
                <select {...given} name="form" defaultValue={form ?? ''} className={`${controlLook} h-9`}>
                  <option value="">Any</option>
                  {forms.map((each) => (
                    <option key={each} value={each}>
                      {formWords[each].name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {companies && <CompanyField companies={companies} chosen={company_id} none="Any" />}
          </FilterPopover>
          <Chips
            narrow={narrow}
            chips={[
              { name: 'form', word: 'Told by', value: form && formWords[form].name },
              {
                name: 'company_id',
                word: 'Company',
                value: company_id === null ? null : companies ? companyName(companies, company_id) : String(company_id),
              },
            ]}
          />
        </>
      }
    >
      {children}
    </ListArea>
  )
}
